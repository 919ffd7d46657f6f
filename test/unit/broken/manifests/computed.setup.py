from setuptools import setup
import os
setup(install_requires=os.popen("pip freeze").read().split(), extras_require={k: [k] for k in "ab"}, **globals())
