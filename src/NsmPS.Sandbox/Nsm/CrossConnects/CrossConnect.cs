using NsmPS.Sandbox.Nsm.Wires;

namespace NsmPS.Sandbox.Nsm.CrossConnects;

/// <summary>A wire as the managers of its nodes know it: in the state in which it was made, because they never look again.</summary>
/// <param name="Id">The client's end; the endpoint's has the next number.</param>
/// <param name="Wire">The wire when it was made.</param>
/// <param name="Service">The network service.</param>
/// <param name="Labels">What the client asked with.</param>
/// <param name="Client">The client's pod.</param>
/// <param name="Endpoint">The endpoint's pod.</param>
/// <param name="EndpointName">The endpoint's registration.</param>
/// <param name="EndsInVpp">Whether the endpoint's end is in a VPP.</param>
internal sealed record CrossConnect(
    int Id, Wire Wire, string Service, IReadOnlyDictionary<string, string> Labels, string Client, string Endpoint, string EndpointName,
    bool EndsInVpp);

/// <summary>All that managers know of wires.</summary>
/// <param name="NextId">The number of the next wire.</param>
/// <param name="Entries">The wires.</param>
internal sealed record CrossConnectSnapshot(int NextId, IReadOnlyList<CrossConnect> Entries);
