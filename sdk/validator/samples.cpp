// Invented documents and their damaged variants.
#include "samples.hpp"

#include <fstream>
#include <iterator>
#include <random>

namespace crossdock::sdk::validator {

namespace {

constexpr const char* x12 =
    "ISA*00*          *00*          *ZZ*NORTHWIND      *ZZ*CROSSDOCK      *260102*0930*U*00401*000000017*0*P*>~"
    "GS*PO*NORTHWIND*CROSSDOCK*20260102*0930*17*X*004010~"
    "ST*850*0001~BEG*00*SA*PO-4711**20260102~N1*ST*North Wind Stores*92*0042~"
    "PO1*1*12*EA*9.95**VP*ITEM-1~PID*F****Blue widget~PO1*2*3*CA*120.5**VP*ITEM-2~CTT*2~SE*8*0001~"
    "ST*850*0002~BEG*00*SA*PO-4712**20260102~PO1*1*1*EA*1**VP*ITEM-3~CTT*1~SE*5*0002~"
    "GE*2*17~IEA*1*000000017~";
constexpr const char* edifact =
    "UNA:+.? '"
    "UNB+UNOC:3+4000001000001:14+4000002000002:14+260102:0930+17'"
    "UNH+1+ORDERS:D:96A:UN'BGM+220+4711+9'DTM+137:20260102:102'NAD+BY+4000001000001::9'"
    "LIN+1++4000001111111:EN'QTY+21:12'PRI+AAA:9.95'UNS+S'CNT+2:1'UNT+10+1'UNZ+1+17'";
constexpr const char* json =
    R"({"number":"4711","date":"2026-01-02","total":129.95,"paid":false,"note":null,"buyer":{"name":"N\u00f6rth \"W\""},)"
    R"("lines":[{"item":"ITEM-1","quantity":12},{"item":"ITEM-2","quantity":3.50}],"empty":[],"nothing":{}})";
constexpr const char* xml =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<order xmlns:x=\"urn:x\" number=\"4711\"><buyer>N&amp;W</buyer>\n"
    "<!-- two --><line x:item=\"ITEM-1\"><quantity>12</quantity></line><line><note><![CDATA[<b>]]></note></line>\n"
    "<nothing/></order>\n";
constexpr const char* csv =
    "number,item,quantity,note\r\n4711,ITEM-1,12,\"blue, \"\"large\"\"\"\r\n4711,ITEM-2,3,\"two\nlines\"\r\n"
    "4712,ITEM-3,1,\r\n";

}  // namespace

std::vector<Sample> samples(const Options& options) {
    std::vector<Sample> all{{"order.x12", "application/edi-x12", x12},
                            {"order.edi", "application/edifact", edifact},
                            {"order.json", "application/json", json},
                            {"order.xml", "application/xml", xml},
                            {"orders.csv", "text/csv", csv}};
    for (const std::string& file : options.samples) {
        std::ifstream stream(file, std::ios::binary);
        all.push_back({file, "", std::string(std::istreambuf_iterator<char>(stream), {})});
    }
    return all;
}

std::vector<std::string> hostile_variants(const Sample& sample) {
    std::mt19937 random(20260102);
    const std::string& bytes = sample.bytes;
    std::vector<std::string> all{"",
                                 std::string(1, '\0'),
                                 "\xEF\xBB\xBF",
                                 "\xEF\xBB\xBF" + bytes,
                                 bytes + bytes,
                                 std::string(100'000, '\xFF'),
                                 std::string(20'000, '['),
                                 std::string(20'000, '<')};
    const std::size_t step = bytes.size() / 200 + 1;
    for (std::size_t size = 0; size < bytes.size(); size += step) all.push_back(bytes.substr(0, size));
    const auto place = [&] { return bytes.empty() ? 0 : random() % bytes.size(); };
    for (int round = 0; round < 300; ++round) {
        std::string damaged = bytes;
        for (unsigned change = 0; change <= random() % 4 && !damaged.empty(); ++change) {
            const std::size_t at = random() % damaged.size();
            switch (random() % 4) {
                case 0: damaged[at] = static_cast<char>(random()); break;
                case 1: damaged.erase(at, random() % 20); break;
                case 2: damaged.insert(at, damaged.substr(at, random() % 40)); break;
                default: damaged.insert(at, random() % 40, bytes[place()]); break;
            }
        }
        all.push_back(std::move(damaged));
    }
    for (int round = 0; round < 40; ++round) {
        std::string noise(random() % 600, '\0');
        for (char& byte : noise) byte = static_cast<char>(random());
        all.push_back(std::move(noise));
    }
    return all;
}

}  // namespace crossdock::sdk::validator
