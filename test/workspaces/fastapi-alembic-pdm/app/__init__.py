"""Where is my parcel."""
