"""Visits by day, in the database on this computer."""

import psycopg2


def connect():
    return psycopg2.connect(host="localhost", user="visits", password="visits-of-2019", dbname="visits")


def add(day):
    with connect() as connection, connection.cursor() as cursor:
        create(cursor)
        cursor.execute("INSERT INTO visits VALUES (%s, 1) ON CONFLICT (day) DO UPDATE SET times = visits.times + 1", [day])
        return sum_of(cursor)


def total():
    with connect() as connection, connection.cursor() as cursor:
        create(cursor)
        return sum_of(cursor)


def create(cursor):
    cursor.execute("CREATE TABLE IF NOT EXISTS visits (day date PRIMARY KEY, times integer NOT NULL)")


def sum_of(cursor):
    cursor.execute("SELECT coalesce(sum(times), 0) FROM visits")
    return int(cursor.fetchone()[0])
