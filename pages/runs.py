from playground.ui import entry, runs

entry.draw(runs.render)
