from playground.ui import runs

runs.render()
