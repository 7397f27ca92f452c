import asyncio, resource, time, os
from bot.adapters.redis import *
from tests.contracts.working import working
from bot.domain.jobs import *
import redis
async def test_x(redis_kit, each_redis):
    kit=redis_kit
    u=each_redis.redis_url.reveal()
    c=redis.RedisCluster.from_url(u) if each_redis.redis_cluster else redis.Redis.from_url(u)
    n=0; lat=[]
    async def do(j):
        lat.append(time.perf_counter()-float(j.mailbox))
    async with working(kit,do,pace=Pace()) as w:
        await asyncio.sleep(1)
        (c.config_resetstat(target_nodes="all") if each_redis.redis_cluster else c.config_resetstat())
        t=time.process_time(); await asyncio.sleep(5); print("idle cpu %",(time.process_time()-t)/5*100)
        for i in range(100):
            await kit.queue.enqueue(CatchUp("t",str(time.perf_counter()))); await asyncio.sleep(.01)
        while w.tally["done"]<100: await asyncio.sleep(.01)
        st=c.info("commandstats",target_nodes="all") if each_redis.redis_cluster else {"x":c.info("commandstats")}
        for k,v in st.items(): print(k,{a[8:]:b["calls"] for a,b in v.items()})
        lat.sort(); print("latency p50 p99 ms",lat[50]*1e3,lat[98]*1e3)
    t=time.perf_counter()
    lat.clear()
    await asyncio.gather(*(kit.queue.enqueue(CatchUp("t","0")) for _ in range(2000))); print("enq/s 2000 at once",2000/(time.perf_counter()-t))
    t=time.perf_counter()
    async with working(kit,do,concurrency=16) as w:
        while w.tally["done"]<2000: await asyncio.sleep(.01)
        print("proc/s",2000/(time.perf_counter()-t))
    c.close()
