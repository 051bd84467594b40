from playground.ui.bench import page

page.render()
