"""Start page: ``streamlit run app.py``."""

import altair as alt
import streamlit as st

import counts

st.set_page_config(page_title="Bicycle counter", layout="wide")
st.title("Bicycle counter")


@st.cache_data(ttl=600)
def load():
    return counts.load()


data = load()
places = sorted(data["place"].unique())
chosen = st.multiselect("Places", places, default=places)
shown = data[data["place"].isin(chosen)]

st.metric("Bicycles", f"{int(shown['bicycles'].sum()):,}")
if shown.empty:
    st.info("Choose a place.")
else:
    chart = alt.Chart(shown).mark_line().encode(x="day:T", y="bicycles:Q", color="place:N")
    st.altair_chart(chart)
