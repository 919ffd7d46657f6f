"""What a client must send."""

from marshmallow import Schema, fields, validate


class OrderLineSchema(Schema):
    """One product and how many of it."""

    sku = fields.String(required=True)
    quantity = fields.Integer(required=True, validate=validate.Range(min=1, max=99))


class OrderSchema(Schema):
    """A new order."""

    email = fields.Email(required=True)
    lines = fields.List(
        fields.Nested(OrderLineSchema), required=True, validate=validate.Length(min=1)
    )
