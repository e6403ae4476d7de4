using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;
using NsmPS.Lab.Spire;

namespace NsmPS.Lab.V1;

/// <summary>Stands in for cmd-nse-icmp-responder: registers, hands out addresses; the kernel of its namespace answers the pings.</summary>
internal static class EndpointV1Role
{
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        PairPool pool = new(Pod.Env("NSM_CIDR_PREFIX"));
        var svid = await Identity.WaitAsync(cancellationToken);
        Message registration = new()
        {
            Name = Pod.Env("NSM_NAME"),
            Pod = Pod.Name,
            NetNs = NetNs.Own(),
            Services = [.. Pod.Env("NSM_SERVICE_NAMES").Split(',')],
            SpiffeId = svid.SpiffeId,
        };
        await Registration.StayAsync(registration, (request, _) => Task.FromResult(Answer(pool, request)), cancellationToken);
    }

    private static Message Answer(PairPool pool, Message request)
    {
        var wire = request.Name ?? throw new LabException("no wire");
        switch (request.Method)
        {
            case V1Names.Allocate:
                (var client, var endpoint) = pool.Take(wire);
                Log.Info($"connection request: {client} - {endpoint}");
                return new Message { ClientAddress = client, EndpointAddress = endpoint };
            case V1Names.Release:
                pool.Return(wire);
                return new Message();
            default:
                throw new LabException($"unknown method {request.Method}");
        }
    }
}
