import { Alert, EmptyState, ErrorState, LoadingSpinner } from './feedback.tsx';
import { Button, LoadingButton } from './buttons.tsx';
import { Box, Divider, Flex } from './layout.tsx';
import { DescriptionList, DescriptionListItem, Statistics, StatisticsItem } from './facts.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from './table.tsx';
import { Heading, HubspotIcon, Tag, Text } from './text.tsx';

/** One DOM component for each HubSpot component that the card uses, under HubSpot's name. */
export const hubspotComponents = {
  Alert,
  Box,
  Button,
  DescriptionList,
  DescriptionListItem,
  Divider,
  EmptyState,
  ErrorState,
  Flex,
  Heading,
  Icon: HubspotIcon,
  LoadingButton,
  LoadingSpinner,
  Statistics,
  StatisticsItem,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Tag,
  Text,
};
