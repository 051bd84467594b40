"""Own Streamlit components (version 2): Python beside its JavaScript."""
