namespace NsmPS.Topology.Export;

/// <summary>How a wire is to be seen.</summary>
internal enum WireLook
{
    /// <summary>A ping came back over it.</summary>
    Proven,

    /// <summary>It looks healthy; it was not pinged.</summary>
    Up,

    /// <summary>It is down, or pings were lost.</summary>
    Bad,

    /// <summary>An end is gone.</summary>
    Dead,

    /// <summary>It cannot be told.</summary>
    Unknown,
}

/// <summary>A client or endpoint.</summary>
/// <param name="Id">Unique in the diagram, and harmless in every format.</param>
/// <param name="Name">Its name.</param>
/// <param name="Lines">What else is worth showing.</param>
/// <param name="IsThere">False for a pod that is gone.</param>
internal sealed record DiagramBox(string Id, string Name, IReadOnlyList<string> Lines, bool IsThere);

internal sealed record DiagramNode(string Name, IReadOnlyList<DiagramBox> Clients, IReadOnlyList<DiagramBox> Endpoints);

/// <summary>A wire; Line is the number of the line in the client's box that tells about it.</summary>
internal sealed record DiagramWire(string Client, int Line, string Endpoint, string Label, WireLook Look);

/// <summary>What is drawn, whatever the format.</summary>
internal sealed record Diagram(string Title, IReadOnlyList<DiagramNode> Nodes, IReadOnlyList<DiagramWire> Wires)
{
    /// <summary>Whether a box stands for all clients of a node, and a wire for all of theirs to a network service.</summary>
    public bool IsGrouped { get; init; }
}
