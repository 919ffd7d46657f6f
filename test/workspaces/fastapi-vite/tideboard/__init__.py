"""High and low water for the screen beside the slipway."""
