#!/usr/bin/env node
// npm links a command when it installs, which is before this repository is built.
import "../dist/cli.js";
