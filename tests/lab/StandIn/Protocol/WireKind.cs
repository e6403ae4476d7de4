namespace NsmPS.Lab.Protocol;

/// <summary>Which ends of a wire are on the node that keeps the record.</summary>
internal enum WireKind
{
    Local,
    ClientSide,
    EndpointSide,
}
