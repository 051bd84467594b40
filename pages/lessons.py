from playground.ui.app import page_wrapper
from playground.ui.pages import lessons

page_wrapper.render_page(lessons.render)
