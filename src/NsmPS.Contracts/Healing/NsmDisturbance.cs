namespace NsmPS;

/// <summary>What is done to a mesh to see how its wires take it.</summary>
public enum NsmDisturbance
{
    /// <summary>The forwarder's pod of one node is deleted.</summary>
    ForwarderPod,

    /// <summary>The manager's pod of one node is deleted.</summary>
    ManagerPod,

    /// <summary>One endpoint's pod is deleted.</summary>
    EndpointPod,

    /// <summary>NSM's pods and the endpoints' of one node are deleted at once. A node itself cannot be stopped through the API.</summary>
    Node,

    /// <summary>The webhook's pods are deleted.</summary>
    Webhook,

    /// <summary>The registry's pods are deleted. NSM v0.2 has none.</summary>
    Registry,
}
