#include "plugins/http/header_text.hpp"

#include <catch2/catch.hpp>

using namespace crossdock::http;

TEST_CASE("Retry-After is seconds or a date, within a day") {
    CHECK(retry_after_ms("120", 0) == 120'000);
    CHECK(retry_after_ms(" 0 ", 0) == 0);
    CHECK(retry_after_ms("4000000000", 0) == 86'400'000);
    CHECK(retry_after_ms("Sun, 06 Nov 1994 08:49:37 GMT", 784'111'777 - 30) == 30'000);
    CHECK(retry_after_ms("Sun, 06 Nov 1994 08:49:37 GMT", 784'111'777 + 30) == 0);
    for (const char* text :
         {"", "soon", "-1", "1.5", "99999999999", "Sun, 06 Nov 1994 08:49:37", "Sun, 31 Feb 1994 08:49:37 GMT",
          "Sun, 06 Nox 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT"})
        CHECK_FALSE(retry_after_ms(text, 0).has_value());
}

TEST_CASE("a date of HTTP is written as it is read") {
    CHECK(http_date(784'111'777) == "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(parse_http_date(http_date(1'709'164'800)) == 1'709'164'800);
    CHECK(http_date(1'709'164'800) == "Thu, 29 Feb 2024 00:00:00 GMT");
}

TEST_CASE("the wait that a client prefers is found among other preferences") {
    CHECK(preferred_wait_s("wait=5") == 5);
    CHECK(preferred_wait_s("respond-async, Wait = \"10\"; x=y") == 10);
    CHECK(preferred_wait_s("return=minimal, wait=0") == 0);
    for (const char* text : {"", "wait", "wait=", "wait=x", "wait=-1", "waiting=5", ",,;"})
        CHECK_FALSE(preferred_wait_s(text).has_value());
}

TEST_CASE("JSON is known by its media type") {
    CHECK(is_json("application/json"));
    CHECK(is_json("Application/JSON; charset=utf-8"));
    CHECK(is_json("application/vnd.shop+json"));
    CHECK_FALSE(is_json("application/jsonp"));
    CHECK_FALSE(is_json("+json"));
    CHECK_FALSE(is_json("text/plain"));
    CHECK_FALSE(is_json(""));
}
