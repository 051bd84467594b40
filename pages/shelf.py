from playground.ui.app import page_wrapper
from playground.ui.pages import gallery

page_wrapper.render_page(gallery.render)
