"""Tests in a real browser: headless Chromium, and no network but the loopback."""
