// Invented transaction sets of each kind that the shipped dictionaries describe.
#include "tests/plugins/x12/fixture.hpp"

namespace x12_test {
namespace {

// Text of a reference stands in MTX from 005010 on.
std::vector<std::string> order_of(const std::string& release) {
    std::vector<std::string> segments = order_segments();
    if (release != "004010")
        for (std::string& segment : segments)
            if (segment.starts_with("MSG*")) segment.replace(0, 4, "MTX*GEN*");
    return segments;
}

std::vector<Document> of_release(const std::string& release) {
    return {
        {release, "850", order_of(release)},
        {release,
         "855",
         {"BAK*00*AC*PO-450012*20260302****SO-881*20260302", "REF*VN*S-1", "N1*ST*Northwind DC East*92*0417",
          "PO1*1*24*EA*8.75*PE*UP*012345678905", "ACK*IA*24*EA*068*20260310", "PO1*2*36*EA*14.2**UP*012345678912",
          "ACK*IB*30*EA", "ACK*IB*6*EA", "CTT*2*60"}},
        {release,
         "856",
         {"BSN*00*SH-5001*20260310*1130*0001", "DTM*011*20260310", "HL*1**S*1", "TD1*CTN25*3****G*42.5*LB",
          "TD5*B*2*UPSN*M", "REF*BM*77120", "N1*ST*Northwind DC East*92*0417", "HL*2*1*O*1", "PRF*PO-450012***20260301",
          "HL*3*2*P*1", "MAN*GM*00340123450000000018", "HL*4*3*I*0", "LIN*1*UP*012345678905*VN*HS-1001", "SN1*1*24*EA",
          "HL*5*3*I*0", "LIN*2*UP*012345678912", "SN1*2*36*EA", "CTT*5*60"}},
        {release,
         "860",
         {"BCH*04*SA*PO-450012***20260301", "REF*VN*S-1", "N1*ST*Northwind DC East*92*0417",
          "POC*2*QI*36*12*EA*14.2**UP*012345678912", "PID*F****Copper elbow 3/4 in", "CTT*1*36"}},
        {release,
         "810",
         {"BIG*20260312*INV-9001*20260301*PO-450012", "REF*IA*4711", "N1*BT*Northwind Retail*92*0001",
          "N3*1800 Canal Road*Dock 7", "N4*Columbus*OH*43085*US", "ITD*01*3*2**10**30",
          "IT1*1*24*EA*8.75*PE*UP*012345678905", "PID*F****Brass ball valve 1/2 in",
          "IT1*2*36*EA*14.2**UP*012345678912", "TDS*73620", "SAC*C*C310***1500", "CTT*2*60"}},
        {release,
         "820",
         {"BPR*C*841.07*C*ACH*CTX*01*021000021*DA*123456789*1512345678**01*121000358*DA*987654321*20260331",
          "TRN*1*PAY-31", "DTM*097*20260331", "N1*PR*Northwind Retail*92*0001", "N1*PE*Harbor Supply*92*77", "ENT*1",
          "RMR*IV*INV-9001*PO*841.07*858.23*17.16", "REF*PO*PO-450012", "DTM*003*20260312", "ADX*-17.16*01"}},
        {release,
         "824",
         {"BGN*00*AP-1*20260302*0915", "N1*FR*Harbor Supply*92*77",
          "OTI*TR*IV*INV-9001*NORTHWINDBUYER*HARBORSUPPLY*20260312*0915*7*0001*810", "TED*024*Price differs",
          "NTE*ERR*Line 2 was ordered at 14.2"}},
        {release,
         "846",
         {"BIA*00*DD*ST-12*20260331", "DTM*097*20260331", "N1*WH*Harbor Supply*92*01", "LIN*1*UP*012345678905",
          "PID*F****Brass ball valve 1/2 in", "QTY*33*118*EA", "LIN*2*UP*012345678912", "QTY*33*0*EA", "CTT*2*118"}},
        {release,
         "940",
         {"W05*N*SO-881*PO-450012", "N1*ST*Northwind DC East*92*0417", "N3*1800 Canal Road*Dock 7",
          "N4*Columbus*OH*43085*US", "N9*PO*PO-450012", "G62*10*20260310", "NTE*DEL*Ring at gate 3", "W66*PP*M", "LX*1",
          "W01*24*EA**VN*HS-1001", "G69*Brass ball valve", "LX*2", "W01*36*EA**VN*HS-2040", "W76*60*42.5*LB"}},
        {release,
         "945",
         {"W06*F*SO-881*20260310*SH-5001**PO-450012", "N1*ST*Northwind DC East*92*0417", "N9*PO*PO-450012",
          "G62*11*20260310", "W27*M*UPSN", "LX*1", "MAN*GM*00340123450000000018", "W12*CL*24*24**EA**VN*HS-1001",
          "LX*2", "W12*CL*36*30*6*EA**VN*HS-2040", "W03*54*42.5*LB"}},
        {release,
         "997",
         {"AK1*PO*7", "AK2*850*0001", "AK3*PO1*5**8", "AK4*2*330*6*1.2.3", "AK4*4>2*127*1", "AK5*R*5", "AK2*850*0002",
          "AK5*A", "AK9*P*2*2*1"}},
    };
}

}  // namespace

const std::vector<Document>& documents() {
    static const std::vector<Document> all = [] {
        std::vector<Document> made = of_release("004010");
        for (Document& document : of_release("005010")) made.push_back(std::move(document));
        made.push_back({"005010",
                        "999",
                        {"AK1*PO*7*005010", "AK2*850*0001", "IK3*PO1*5*PO1*8", "CTX*SITUATIONAL TRIGGER*PO1*5",
                         "IK4*2*330*6*1.2.3", "IK5*R*5", "AK9*R*1*1*0"}});
        return made;
    }();
    return all;
}

}  // namespace x12_test
