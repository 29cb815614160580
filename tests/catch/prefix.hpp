// Precompiled for every test program.
#pragma once
#include <catch2/catch.hpp>
#include <string>
#include <vector>
