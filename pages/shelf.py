from playground.ui.app import entry
from playground.ui.pages import gallery

entry.draw(gallery.render)
