from playground.ui.app import entry
from playground.ui.data import page

entry.draw(page.render)
