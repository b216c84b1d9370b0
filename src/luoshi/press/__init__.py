"""Writers: kit tables and blocks become .xlsx, .docx and .pdf files. Pure."""
