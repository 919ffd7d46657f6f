"""Page: means for each weekday."""

import streamlit as st

import counts

st.title("Weekdays")
st.bar_chart(counts.by_weekday(counts.load()))
