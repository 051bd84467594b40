"""The router: one line a page. ``streamlit run app.py`` opens it."""

import streamlit as st

from playground.core.i18n import _
from playground.ui.app import app_frame, session

st.set_page_config(page_title="Model Playground", page_icon=":material/hub:", layout="wide")
session.start_script()
pages = [
    st.Page("pages/shelf.py", title=_("Gallery"), default=True, url_path=""),
    st.Page("pages/bench.py", title=_("Workbench")),
    st.Page("pages/studio.py", title=_("Latent space")),
    st.Page("pages/data.py", title=_("Data")),
    st.Page("pages/runs.py", title=_("Runs")),
    st.Page("pages/lessons.py", title=_("Lessons")),
    # The first page's own address is "/"; who writes its name gets it too.
    st.Page("pages/shelf.py", title=_("Gallery"), url_path="shelf", visibility="hidden"),
]
page = st.navigation(pages, position="top")
app_frame.inject_style()
app_frame.language_switch()
app_frame.training_banner(page.url_path)
page.run()
