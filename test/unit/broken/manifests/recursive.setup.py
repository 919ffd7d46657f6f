from setuptools import setup
A = B
B = A + A
def f(): return f()
setup(install_requires=A + f(), **A)
