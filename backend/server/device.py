# SPDX-License-Identifier: GPL-3.0-or-later
"""What the engines compute on, found out in milliseconds: torch is not imported."""

from __future__ import annotations

import ctypes
import importlib.metadata
import os
import platform
import sys


def describe_device() -> str:
    """The device torch will use, for the user: "NVIDIA H100, 80 GB" or "CPU (x86_64, 8 cores)"."""
    try:
        torch = importlib.metadata.version("torch")
    except importlib.metadata.PackageNotFoundError:
        torch = "+cpu"
    if not torch.endswith("+cpu") and (card := _cuda()):
        return card
    if sys.platform == "darwin" and platform.machine() == "arm64":
        return "Apple GPU (Metal)"
    return f"CPU ({platform.machine()}, {os.cpu_count()} cores)"


def _cuda() -> str:
    """Name and memory of the first CUDA device by the driver's own library, "" without one."""
    try:
        driver = ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return ""
    device, count, memory, name = ctypes.c_int(), ctypes.c_int(), ctypes.c_size_t(), ctypes.create_string_buffer(128)
    if (driver.cuInit(0) or driver.cuDeviceGetCount(ctypes.byref(count)) or not count.value
            or driver.cuDeviceGet(ctypes.byref(device), 0) or driver.cuDeviceGetName(name, len(name), device)
            or driver.cuDeviceTotalMem_v2(ctypes.byref(memory), device)):
        return ""
    return f"{name.value.decode(errors='replace')}, {memory.value / 1e9:.0f} GB"
