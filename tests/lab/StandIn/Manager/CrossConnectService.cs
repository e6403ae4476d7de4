using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using NsmPS.Lab.Manager.Api;

namespace NsmPS.Lab.Manager;

/// <summary>The stream of cross connects, as every manager offers it.</summary>
internal sealed class CrossConnectService(WireTable wires) : MonitorCrossConnect.MonitorCrossConnectBase
{
    public override async Task MonitorCrossConnects(Empty request, IServerStreamWriter<CrossConnectEvent> responseStream,
        ServerCallContext context)
    {
        await foreach (var change in wires.Watch(context.CancellationToken).ReadAllAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(change, context.CancellationToken);
        }
    }
}
