from playground.ui.app import entry
from playground.ui.bench import page

entry.draw(page.render)
