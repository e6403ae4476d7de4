using System.Net;
using System.Net.Sockets;
using NsmPS.Lab.Common;

namespace NsmPS.Lab.Observers;

/// <summary>Stands in for Jaeger: takes spans on 6831/UDP and shows how many on 16686.</summary>
internal static class JaegerRole
{
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        long packets = 0;
        var builder = Probes.Bare();
        builder.WebHost.ConfigureKestrel(static options => options.Listen(IPAddress.Any, 16686));
        await using var app = builder.Build();
        app.MapGet("/", context => context.Response.WriteAsync($"packets of spans received: {Interlocked.Read(ref packets)}\n"));
        await app.StartAsync(cancellationToken);
        using UdpClient agent = new(new IPEndPoint(IPAddress.Any, 6831));
        while (true)
        {
            _ = await agent.ReceiveAsync(cancellationToken);
            Interlocked.Increment(ref packets);
        }
    }
}
