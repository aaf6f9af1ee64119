"""Each command does what its help says."""

import csv
import io
import json
import re
import subprocess
from pathlib import Path

import pytest
import typer
from click.testing import Result
from conftest import BRIEFS, Cli, Command, write_briefs
from rdflib import Graph

from realpolitik import cli as command_line
