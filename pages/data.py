from playground.ui.data.page import render

render()
