"""Contracts and readings."""

from contextlib import closing

import psycopg2
from psycopg2.extras import RealDictCursor


class Store(object):
    """Opens one connection for each question; there are few."""

    def __init__(self, dsn):
        self.dsn = dsn

    def query(self, sql, *arguments):
        with closing(psycopg2.connect(self.dsn, connect_timeout=5)) as connection:
            with connection.cursor(cursor_factory=RealDictCursor) as cursor:
                cursor.execute(sql, arguments)
                return [dict(row) for row in cursor.fetchall()]

    def alive(self):
        try:
            return self.query("SELECT 1 AS one") == [{"one": 1}]
        except psycopg2.OperationalError:
            return False

    def contracts(self):
        return self.query("SELECT number, customer FROM contracts ORDER BY number")

    def readings(self, number):
        return self.query(
            "SELECT day, kwh FROM readings WHERE contract = %s ORDER BY day", number
        )
