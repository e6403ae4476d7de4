namespace NsmPS;

/// <summary>What a check is about.</summary>
public enum NsmCheckCategory
{
    /// <summary>The cluster itself: address ranges, definitions, namespaces, and whether pods can be created at all.</summary>
    Cluster,

    /// <summary>The webhook that injects NSM's containers into clients.</summary>
    Admission,

    /// <summary>The mesh's own workloads, accounts and rights.</summary>
    Mesh,

    /// <summary>What NSM has on each node.</summary>
    Nodes,

    /// <summary>Endpoints and their registrations.</summary>
    Endpoints,

    /// <summary>Workloads that ask for a wire.</summary>
    Clients,

    /// <summary>The wires, proven by ping.</summary>
    Wires,

    /// <summary>What the user may do on the cluster.</summary>
    Access,
}
