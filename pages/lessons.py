from playground.ui import entry, lessons

entry.draw(lessons.render)
