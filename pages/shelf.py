from playground.ui import entry, shelf

entry.draw(shelf.render)
