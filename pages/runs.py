from playground.ui.app import page_wrapper
from playground.ui.pages import runs

page_wrapper.render_page(runs.render)
