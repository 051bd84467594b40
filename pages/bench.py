from playground.ui.app import page_wrapper
from playground.ui.bench import page

page_wrapper.render_page(page.render)
