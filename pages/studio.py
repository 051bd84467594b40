from playground.ui.app import entry
from playground.ui.studio import page

entry.draw(page.render)
