using System.Text.Json;
using System.Text.Json.Serialization;

namespace NsmPS.Topology.Live;

/// <summary>A moment of a topology as the page takes it.</summary>
internal static class TopologyJson
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    { Converters = { new JsonStringEnumConverter() } };

    public static byte[] Write(TopologyMoment moment)
    {
        var topology = moment.Topology;
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            moment.Number,
            topology.Cluster,
            topology.ObservedAt,
            moment.Problem,
            topology.Nodes,
            topology.NetworkServices,
            topology.Endpoints,
            topology.Clients,
            topology.Wires,
            topology.Warnings,
            moment.Changes,
        }, s_options);
    }
}
