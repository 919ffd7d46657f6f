# -*- coding: utf-8 -*-
import os
import re

from setuptools import find_namespace_packages, setup

here = os.path.abspath(os.path.dirname(__file__))


def read(*parts):
    with open(os.path.join(here, *parts)) as f:
        return f.read()


def requirements(name):
    lines = read("requirements", name).splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-"))]


version = re.search(r'__version__ = "(.+)"', read("src", "acme", "portal", "__init__.py")).group(1)

setup(
    name="acme-portal",
    version=version,
    description="Portal for the customers of ACME: their contracts and meters",
    package_dir={"": "src"},
    packages=find_namespace_packages("src"),
    package_data={"acme.portal.web": ["templates/*.html"]},
    python_requires=">=3.8",
    install_requires=requirements("base.txt"),
    zip_safe=False,
)
