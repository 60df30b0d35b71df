from bench import export as b
import tracemalloc
def main(args):
    b.fill(20000)
    from annotations.models import User
    p=User.objects.get(); cs=b.create_claim_set(name="All",criteria={},actor=p)
    tracemalloc.start()
    for f in ("ndjson","csv","claimreview"):
        tracemalloc.reset_peak(); base=tracemalloc.get_traced_memory()[0]
        r0=b.resident_megabytes("VmRSS"); e,s,g=b.exported(cs,f,p)
        print(f, "python heap peak +%.1f MB"%((tracemalloc.get_traced_memory()[1]-base)/1e6), "rss",r0,b.resident_megabytes("VmRSS"),b.resident_megabytes("VmHWM"), e.size)
