"""The trivial handler, which a bid is measured against."""

import os
import subprocess

import case

TITLES = {"one": "one impression, 0.9 KB",
          "three": "three impressions, 2 KB",
          "app": "an app, 3 KB"}
HERE = os.path.dirname(os.path.abspath(__file__))


def parts():
    """Of a configuration that has it at /floor."""
    out = os.path.join(case.BUILD, "proof", "floor")
    subprocess.run([os.path.join(HERE, "floor", "build"), out], check=True)
    return dict(main="load_module %s/ngx_http_floor_module.so;" % out,
                server="location = /floor { floor; }")
