namespace NsmPS;

/// <summary>A sample application that can be created.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">Its name in the Meshery documentation.</param>
/// <param name="Description">What it does.</param>
/// <param name="Releases">The releases it fits.</param>
/// <param name="NetworkService">The network service its endpoints serve.</param>
/// <param name="Mechanism">The kind of interface its clients get.</param>
/// <param name="ClientReplicas">Clients unless another number is asked for.</param>
/// <param name="EndpointReplicas">Endpoints unless another number is asked for.</param>
public sealed record NsmSampleAppInfo(
    string Name, string Title, string Description, IReadOnlyList<string> Releases, string NetworkService, string Mechanism,
    int ClientReplicas, int EndpointReplicas)
{
    /// <summary>The releases it fits.</summary>
    public IReadOnlyList<string> Releases { get; init => field = ReadOnlyLists.Copy(value); } = ReadOnlyLists.Copy(Releases);
}
