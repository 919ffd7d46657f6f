"""Takes webhooks and puts them on RabbitMQ."""

__version__ = "1.0.3"
