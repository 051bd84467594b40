from playground.ui.app import entry
from playground.ui.pages import lessons

entry.draw(lessons.render)
