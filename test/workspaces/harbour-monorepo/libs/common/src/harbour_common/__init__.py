"""What Harbour's services share: arrivals, the queue, configuration."""
