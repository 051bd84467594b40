"""Everything that imports streamlit. Nothing else imports this package."""
