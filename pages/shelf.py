from playground.ui import shelf

shelf.render()
