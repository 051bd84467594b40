"""Choosing, preparing and looking at data: the compact form of the bench, and the Data page."""

from playground.ui.data.form import data_form
from playground.ui.data.page import render_data_page

__all__ = ["data_form", "render_data_page"]
