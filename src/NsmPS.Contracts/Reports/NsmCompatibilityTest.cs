namespace NsmPS;

/// <summary>One pod of a compatibility result.</summary>
/// <param name="Name">The pod, as <c>pod/name</c>.</param>
/// <param name="Running">Whether it runs and is ready; a client only when it has its wire.</param>
public sealed record NsmCompatibilityTest(string Name, bool Running);
