from playground.ui.app import entry
from playground.ui.pages import runs

entry.draw(runs.render)
