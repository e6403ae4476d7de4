namespace NsmPS.Bundles;

/// <summary>What is public of a Secret: a certificate that a server shows to everyone, or NsmPS' own record of an installation.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Name">The Secret.</param>
/// <param name="Key">The key of its data.</param>
/// <param name="Text">The text, plain.</param>
/// <param name="Packed">Whether the Secret holds it compressed.</param>
internal sealed record RecordedSecret(string Namespace, string Name, string Key, string Text, bool Packed);
